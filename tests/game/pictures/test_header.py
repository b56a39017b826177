"""What the first bytes of a picture say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from game.pictures.header import Header, header_of
from tests.helpers.images import bomb, picture, saved


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "GIF", "WEBP"])
def test_size_and_format_are_known_without_decoding(format_: str) -> None:
    header = header_of(picture(format_, (123, 45)))

    assert header == (format_.lower(), 123, 45)


@pytest.mark.parametrize(
    "options", [{"lossless": True}, {"quality": 50}, {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"}]
)
def test_all_kinds_of_webp_are_known(options: dict[str, object]) -> None:
    assert header_of(saved(Image.new("RGBA", (300, 7)), "WEBP", **options)) == ("webp", 300, 7)


def test_a_jpeg_with_much_before_its_frame_is_known() -> None:
    data = saved(Image.new("RGB", (31, 17)), "JPEG", exif=b"Exif\0\0" + bytes(60_000), comment=b"long " * 1000)

    assert header_of(data) == ("jpeg", 31, 17)


def test_a_bomb_says_what_it_is() -> None:
    header = header_of(bomb(60_000))

    assert header is not None
    assert header.pixels == 3_600_000_000


def test_an_image_of_a_gif_that_reaches_out_of_its_screen_counts() -> None:
    data = bytearray(picture("GIF", (20, 10)))
    at = data.index(b"\x2c")
    data[at + 5 : at + 9] = (40_000).to_bytes(2, "little") * 2

    assert header_of(bytes(data)) == Header("gif", 40_000, 40_000)


@pytest.mark.parametrize(
    "data", [b"", b"BM" + bytes(60), b"<svg/>", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPXXXX" + bytes(30)]
)
def test_anything_else_is_no_picture(data: bytes) -> None:
    assert header_of(data) is None


@given(
    st.one_of(
        st.binary(max_size=200),
        st.builds(
            lambda start, rest: start + rest,
            st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF\0\0\0\0WEBP"]),
            st.binary(max_size=200),
        ),
    )
)
def test_no_bytes_upset_it(data: bytes) -> None:
    header = header_of(data)

    assert header is None or header.pixels > 0
