"""CONTRIBUTING names what there is."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_each_extension_has_its_row():
    rows = re.findall(r"^\| (.+?) \| .+\| .+\| .*\| .+\|$", TEXT.partition("## The extensions")[2].partition("\n## ")[0], re.M)
    named = [name for row in rows[2:] for name in re.findall("`(.+?)`", row)]
    assert sorted(named) == sorted(path.stem for path in (ROOT / "extensions").glob("*.py"))


def test_each_file_that_is_named_is_there():
    of_pages = {path.name for folder in ("_assets", "_templates") for path in (ROOT / folder).iterdir()}
    for name in re.findall(r"`([\w/.]+\.(?:py|md|css|js|html|toml|yml))(?:::\w+)?`", TEXT):
        assert (ROOT / name).exists() or name in of_pages or (ROOT / "_assets" / "moving" / name).exists() or "NAME" in name, name
