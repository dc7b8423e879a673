"""A whole text in one line is parted where its headings stand."""

from plancmp.sources.layout.oneline import part_lines
from plancmp.sources.lines.cleaning import clean_lines
from plancmp.sources.lines.splitting import split_lines


def test_titles_that_contents_list_end_where_the_contents_say() -> None:
    """All ends of lines are lost; the words of a title run on into its paragraph."""
    titles = ["第一章发展基础", "第二章总体要求", "第三章重点任务", "第四章保障措施"]
    prose = "全县各单位协同推进，按年度分解工作，每年评估一次并公布结果。" * 20
    body = "".join(title + prose for title in titles)
    name = "云溪县“十五五”体育发展规划"
    text = f"{name}目录{''.join(titles)}{name}为推进体育发展，制定本规划。{body}"
    parted = [line.text for line in part_lines(clean_lines(split_lines(text)))]
    assert [line for line in parted if line.startswith("第")] == titles
    told = [line.text for line in part_lines(clean_lines(split_lines(f"本规划如下。{body}")))]
    assert told[1:] == [title + prose for title in titles], "without contents nothing says where a title ends"
