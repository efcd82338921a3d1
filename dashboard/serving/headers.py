"""What browsers are told of every answer: nothing is fetched from elsewhere, and no other site shows it in a frame."""

from __future__ import annotations

# Streamlit builds its page from scripts and styles that it writes into it, components come as blobs, and Vega and its
# own worker compile what they draw: these cannot be taken away. All of it comes from this address.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'{sockets} data: blob:",
        "media-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)

_FIXED = (
    ("x-frame-options", "SAMEORIGIN"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"),
)


def headers(socket: str) -> list[tuple[bytes, bytes]]:
    """The headers of an answer at a host: `socket` is where its web socket is, since not all browsers count that as
    the same address.
    """
    policy = POLICY.format(sockets=f" {socket}" if socket else "")
    named = (("content-security-policy", policy), *_FIXED)
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in named]
