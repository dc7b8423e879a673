"""`plancmp refs`, and plans held against several others, as a user runs them."""

import json
from pathlib import Path

from tests.support.gains import CORPUS

AGEING = CORPUS / "qinghe-ageing-15.txt"
OWN = """title: 白水市“十五五”老龄事业规划
sector: ageing
region: 白水市
level: city
period: {name: 十五五, start: 2026, end: 2030}
source: 自编
indicators:
  - {number: 1, name: 百岁老人津贴发放率, unit: "%", target: "100", attribute: 预期性, how: seen}
"""


def test_the_list(plancmp, tmp_path: Path) -> None:
    """Bundled plans and those of one's own, each with its source."""
    (tmp_path / "baishui.yaml").write_text(OWN, "utf-8")
    text = plancmp("refs", "--refs", tmp_path).out
    assert text.startswith("ref:baishui  白水市") and "ref:outline-15" in text
    listed = json.loads(plancmp("refs", "-f", "json").out)
    assert [each["name"] for each in listed][-1] == "ref:outline-15" and all(
        each["source"] for each in listed
    )


def test_every_superior_plan_counts(plancmp, tmp_path: Path) -> None:
    """Each is named in its findings; of an outline only the plan's own field is asked."""
    (tmp_path / "baishui.yaml").write_text(OWN, "utf-8")
    words = ("check", AGEING, "--select", "SUP", "-f", "json", "--refs", tmp_path)
    ran = plancmp(*words, "--against", "ref:outline-15", "--against", "ref:baishui")
    said = [finding["message"] for finding in json.loads(ran.out)["findings"]]
    assert any("第十五个五年规划纲要" in message for message in said)
    assert any("白水市" in message for message in said) and not any("森林" in message for message in said)


def test_a_plan_that_cannot_be_meant(plancmp) -> None:
    """Another field as superior plan, the same period as the one before: one line, status 2."""
    for option, other in (("--against", "ref:disability-15"), ("--previous", AGEING)):
        ran = plancmp("check", AGEING, option, other, "-f", "json")
        assert ran.status == 2
        assert "不能作" in json.loads(ran.out)["files"][0]["error"]
