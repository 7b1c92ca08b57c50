"""Lighthouse on five pages of the built book, as a phone on a slow network and as a desktop computer.

    python benchmarks/lighthouse.py        after make book; needs Node.js, Chromium and the npm registry

The pages are served with compression (npx serve). Prints the four scores, and when the first text, the largest piece of
text or picture, and the last jump of the layout came.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGES = ("index", "equations/bp2", "equations/misconceptions", "descent/gradient_descent", "practice/images")
AUDITS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking"
PORT = "8765"


def measure(page, *options):
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        subprocess.run(["npx", "--yes", "lighthouse@12", f"http://localhost:{PORT}/chapters/{page}.html", "--quiet",
                        "--output=json", f"--output-path={report}", f"--chrome-flags={FLAGS}", *options],
                       check=True, stderr=subprocess.DEVNULL)
        found = json.loads(report.read_text(encoding="utf-8"))
    return [round(100 * category["score"]) for category in found["categories"].values()], \
        [found["audits"][name]["displayValue"] for name in AUDITS]


def main():
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not (chromium and shutil.which("npx")):
        sys.exit("lighthouse.py needs Node.js (npx) and Chromium or Chrome on the PATH")
    os.environ.setdefault("CHROME_PATH", chromium)
    server = subprocess.Popen(["npx", "--yes", "serve@14", "--no-clipboard", "--listen", PORT, "_build/html"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(10)
    try:
        print("page, device: performance accessibility best-practices seo |", *AUDITS)
        for page in PAGES:
            for device, options in (("phone", ()), ("desktop", ("--preset=desktop",))):
                scores, values = measure(page, *options)
                print(f"{page}, {device}:", *scores, "|", *values, flush=True)
    finally:
        os.killpg(server.pid, 15)


if __name__ == "__main__":
    main()
