"""Pictures decoded within limits and written anew."""

import random
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from game.pictures.header import header_of
from game.pictures.recoding import DAMAGED, NO_PICTURE, BadPicture, panel, portrait
from tests.helpers.images import BLUE, GREEN, RED, bomb, halves, opened, picture, saved


def near(found: object, wanted: tuple[int, ...]) -> bool:
    return isinstance(found, tuple) and all(abs(a - b) < 12 for a, b in zip(found, wanted, strict=False))


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "GIF", "WEBP"])
def test_every_format_becomes_a_square_png(format_: str) -> None:
    made = opened(portrait(picture(format_, (300, 200), RED)))

    assert (made.format, made.size) == ("PNG", (256, 256))
    assert near(made.convert("RGB").getpixel((128, 128)), RED)


def test_the_middle_of_a_long_picture_is_taken() -> None:
    image = Image.new("RGB", (300, 100), GREEN)
    image.paste(RED, (100, 0, 200, 100))

    made = opened(portrait(saved(image, "PNG")))

    assert near(made.getpixel((3, 128)), RED)
    assert near(made.getpixel((252, 128)), RED)


@pytest.mark.parametrize(("turned", "red_at"), [(1, (60, 128)), (3, (196, 128)), (6, (128, 60)), (8, (128, 196))])
def test_a_picture_is_turned_as_the_camera_was_held(turned: int, red_at: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = turned

    made = opened(portrait(saved(halves((64, 64)), "JPEG", exif=exif)))

    assert near(made.getpixel(red_at), RED)


def test_nothing_that_the_file_said_besides_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    profile = b"a profile of 'home'"
    data = saved(halves(), "JPEG", exif=exif, icc_profile=profile, comment=b"home, sweet home")
    assert b"home" in data

    for made in (portrait(data), panel(data).data):
        assert b"home" not in made
        assert set(opened(made).info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }


def test_of_an_animation_the_first_frame_is_taken() -> None:
    frames = [Image.new("RGB", (50, 50), color) for color in (RED, BLUE)]

    for format_ in ("GIF", "WEBP", "PNG"):
        data = saved(frames[0], format_, save_all=True, append_images=frames[1:])
        assert near(opened(portrait(data)).convert("RGB").getpixel((9, 9)), RED)


def test_colours_for_print_become_colours_for_screens() -> None:
    made = opened(portrait(saved(halves().convert("CMYK"), "JPEG")))

    assert made.mode == "RGB"
    assert near(made.getpixel((60, 128)), RED)


@pytest.mark.parametrize(("level", "shown"), [(0, 0), (0x8000, 128), (0xFFFF, 255)])
def test_sixteen_bits_keep_their_brightness(level: int, shown: int) -> None:
    image = Image.new("I;16", (30, 30), level)

    made = opened(portrait(saved(image, "PNG")))

    assert near(made.convert("RGB").getpixel((9, 9)), (shown,) * 3)


def test_what_can_be_seen_through_stays_so() -> None:
    made = opened(portrait(picture("PNG", (30, 30), (255, 0, 0, 0), "RGBA")))

    assert made.getpixel((9, 9))[3] == 0  # type: ignore[index]


def test_a_palette_with_a_transparent_colour_is_understood() -> None:
    image = halves((40, 40)).convert("P")
    corner = image.getpixel((1, 1))

    made = opened(portrait(saved(image, "GIF", transparency=corner)))

    assert made.mode == "RGBA"
    assert made.getpixel((9, 9))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize("make", [portrait, panel])
def test_a_bomb_is_refused_before_it_goes_off(make: object) -> None:
    tracemalloc.start()
    with pytest.raises(BadPicture, match="60,000 by 60,000 pixels"):
        make(bomb())  # type: ignore[operator]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 1_000_000


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"%PDF-1.4", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"BM" + bytes(99)]
)
def test_what_is_no_picture_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(BadPicture, match=NO_PICTURE):
        portrait(data)


def test_another_format_under_a_false_beginning_is_refused() -> None:
    tiff = saved(halves(), "TIFF")

    with pytest.raises(BadPicture):
        portrait(b"GIF89a" + tiff)


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "GIF", "WEBP"])
def test_half_a_picture_is_refused_in_a_sentence(format_: str) -> None:
    noise = Image.frombytes("RGB", (64, 64), random.Random(1).randbytes(64 * 64 * 3))
    data = saved(noise, format_)

    with pytest.raises(BadPicture, match=DAMAGED):
        portrait(data[: len(data) // 2])


def test_a_panel_is_shown_whole_and_never_larger_than_a_screen_needs() -> None:
    made = panel(saved(halves((3000, 1500)), "JPEG"))

    assert made.format == "jpeg"
    assert opened(made.data).size == (1280, 640)


def test_a_drawing_stays_one() -> None:
    assert panel(saved(halves((600, 400)), "PNG")).format == "png"


def test_a_photo_in_a_png_becomes_a_jpeg() -> None:
    noise = Image.frombytes("RGB", (64, 64), random.Random(1).randbytes(64 * 64 * 3))

    assert panel(saved(noise, "PNG")).format == "jpeg"


def test_a_panel_that_can_be_seen_through_stays_so() -> None:
    made = panel(picture("PNG", (30, 30), (255, 0, 0, 0), "RGBA"))

    assert made.format == "webp"
    assert opened(made.data).convert("RGBA").getpixel((9, 9))[3] == 0  # type: ignore[index]


_NOISE = Image.frombytes("RGB", (24, 24), random.Random(2).randbytes(24 * 24 * 3))
_FILES = {
    "png": saved(_NOISE, "PNG"),
    "palette": saved(_NOISE.convert("P"), "PNG", transparency=3),
    "jpeg": saved(_NOISE, "JPEG"),
    "print": saved(_NOISE.convert("CMYK"), "JPEG"),
    "progressive": saved(_NOISE, "JPEG", progressive=True),
    "gif": saved(_NOISE, "GIF"),
    "moving gif": saved(_NOISE, "GIF", save_all=True, append_images=[halves((24, 24))]),
    "webp": saved(_NOISE, "WEBP"),
    "moving webp": saved(_NOISE, "WEBP", save_all=True, append_images=[halves((24, 24))]),
}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(_FILES)),
    st.lists(st.tuples(st.integers(0, 1 << 16), st.binary(min_size=1, max_size=8)), max_size=4),
    st.integers(0, 64),
)
def test_a_damaged_file_is_a_picture_or_a_sentence(file: str, damage: list[tuple[int, bytes]], cut: int) -> None:
    data = bytearray(_FILES[file])
    for at, patch in damage:
        place = at % len(data)
        data[place : place + len(patch)] = patch
    damaged = bytes(data[: len(data) - cut])
    for make in (portrait, lambda data: panel(data).data):
        try:
            made = make(damaged)
        except BadPicture as error:
            assert str(error).endswith(".")
        else:
            header = header_of(made)
            assert header is not None
            assert header.pixels <= 1280 * 1280
