"""The formats that the bank accepts, by extension, with the type each is stored under.

A test holds this list equal to shared/src/video-formats.ts, which is the one to change.
"""

from __future__ import annotations

from typing import Optional

CONTENT_TYPES = {
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "mp4v": "video/mp4",
    "f4v": "video/mp4",
    "mov": "video/quicktime",
    "qt": "video/quicktime",
    "3gp": "video/3gpp",
    "3gpp": "video/3gpp",
    "3g2": "video/3gpp2",
    "3gp2": "video/3gpp2",
    "webm": "video/webm",
    "mkv": "video/matroska",
    "mk3d": "video/matroska",
    "avi": "video/vnd.avi",
    "divx": "video/vnd.avi",
    "ts": "video/mp2t",
    "mts": "video/mp2t",
    "m2ts": "video/mp2t",
    "m2t": "video/mp2t",
    "mpg": "video/mpeg",
    "mpeg": "video/mpeg",
    "mpe": "video/mpeg",
    "m2p": "video/mpeg",
    "vob": "video/mpeg",
    "flv": "video/x-flv",
    "ogv": "video/ogg",
    "ogg": "video/ogg",
    "ogm": "video/ogg",
    "wmv": "video/x-ms-wmv",
    "asf": "video/x-ms-wmv",
    "wm": "video/x-ms-wmv",
    "h264": "video/h264",
    "264": "video/h264",
    "avc": "video/h264",
    "hevc": "video/h265",
    "h265": "video/h265",
    "265": "video/h265",
}


def extension_of(name: bytes) -> str:
    """The text after the last dot, in lower case; empty if there is none."""
    _, dot, extension = name.rpartition(b".")
    return extension.decode("utf-8", "replace").lower() if dot else ""


def content_type_of(name: bytes) -> Optional[str]:
    """The type of a clip by its name; None if it is not a video's name."""
    return CONTENT_TYPES.get(extension_of(name))
