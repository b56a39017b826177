"""Events of Socket.IO whose bytes come in a frame of their own."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcode.messages import AddProfilePic, decode_request
from server.gateways import frames

PLACEHOLDER = '{"_placeholder":true,"num":0}'


def test_an_attachment_stands_in_its_field() -> None:
    text = f'451-7["AddProfilePic",{{"image":{PLACEHOLDER},"n":3}}]'
    assert frames.awaits_attachment(text)
    ack_id, name, fields = frames.read_binary_event(text, b"\x00\xff picture")
    assert (ack_id, decode_request(name, fields)) == ("7", AddProfilePic(b"\x00\xff picture", n=3))


@pytest.mark.parametrize(
    "text", [f'451-["Chat",{{"text":{PLACEHOLDER}}}]', f'452-["AddProfilePic",{{"image":{PLACEHOLDER}}}]']
)
def test_no_other_event_has_one(text: str) -> None:
    assert not frames.awaits_attachment(text)


@given(
    st.text(max_size=60)
    | st.sampled_from([PLACEHOLDER, '{"image":1}', "{}", "[]", f'{{"a":{PLACEHOLDER},"b":{PLACEHOLDER}}}'])
)
def test_any_text_before_an_attachment_is_read_or_refused(text: str) -> None:
    try:
        _, name, fields = frames.read_binary_event(f'451-["AddProfilePic",{text}]', b"picture")
    except frames.BadFrameError:
        return
    assert name == "AddProfilePic"
    assert b"cGljdHVyZQ==" in bytes(fields)
    assert isinstance(msgspec.json.decode(fields), dict)
