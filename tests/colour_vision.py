"""How different two colours look: to most people, and to those who lack one kind of cones."""

import numpy as np

# sRGB to what a person without red (protan) or green cones (deutan) sees: Machado, Oliveira and Fernandes 2009.
VISIONS = {
    "all cones": np.eye(3),
    "protan": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deutan": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
}
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])


def seen(rgb, vision="all cones"):
    """CIELAB of colours (…, 3) between 0 and 1 as a person with this vision sees them."""
    rgb = np.asarray(rgb, float)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(linear @ VISIONS[vision].T, 0, 1)
    t = linear @ XYZ.T / XYZ.sum(axis=1)                        # to the white of sRGB
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = np.moveaxis(f, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def difference(one, other):
    """CIEDE2000 of two colours in CIELAB: about 1 is just seen, 15 is told apart at a glance."""
    (l1, a1, b1), (l2, a2, b2) = np.moveaxis(one, -1, 0), np.moveaxis(other, -1, 0)

    def damped(chroma):
        return np.sqrt(chroma**7 / (chroma**7 + 25.0**7))

    g = 1.5 - 0.5 * damped((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2)
    c1, c2 = np.hypot(g * a1, b1), np.hypot(g * a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, g * a1)) % 360, np.degrees(np.arctan2(b2, g * a2)) % 360
    turn = np.where(c1 * c2 == 0, 0, (h2 - h1 + 180) % 360 - 180)
    h = np.where(c1 * c2 == 0, h1 + h2, h1 + turn / 2)
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = sum(w * np.cos(np.radians(k * h + at)) for w, k, at in
            ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))) + 1
    dl = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    r = -2 * damped(chroma) * np.sin(np.radians(60 * np.exp(-(((h % 360) - 275) / 25) ** 2)))
    return np.sqrt(dl**2 + dc**2 + dh**2 + r * dc * dh)
