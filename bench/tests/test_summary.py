"""What `make test` says at its end."""

import importlib.machinery
import importlib.util
import unittest
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

PROGRAM = Path(__file__).resolve().parent.parent.parent / "dev" / "test-summary"


def summary() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("test_summary", str(PROGRAM))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


class WhySkipped(unittest.TestCase):
    def test_each_reason_is_told_once_with_its_number(self) -> None:
        browser = "Assumption failed: there is no Chromium with its driver (Debian: apt-get install chromium)"
        reports = [
            ElementTree.fromstring(f'<testsuite><testcase><skipped message="{browser}"/></testcase><testcase/></testsuite>'),
            ElementTree.fromstring(
                f'<testsuite><testcase><skipped message="{browser}"/></testcase><testcase><skipped/></testcase></testsuite>'
            ),
        ]

        self.assertEqual(
            summary().why_skipped(reports),
            [("there is no Chromium with its driver (Debian: apt-get install chromium)", 2), ("no reason was given", 1)],
        )


if __name__ == "__main__":
    unittest.main()
