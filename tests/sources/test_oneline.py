"""A whole text in one line is parted where its headings stand."""

from plancmp.sources.layout.oneline import part_lines
from plancmp.sources.lines.cleaning import clean_lines
from plancmp.sources.lines.splitting import split_lines


def test_titles_that_contents_list_end_where_the_contents_say() -> None:
    """All ends of lines are lost; the words of a title run on into its paragraph."""
    titles = ["第一章发展基础", "第二章总体要求", "第三章重点任务", "第四章保障措施"]
    prose = "全县各单位协同推进，按年度分解工作，每年评估一次并公布结果。" * 20
    body = "".join(title + prose for title in titles)
    text = f"云溪县“十五五”体育发展规划目录{''.join(titles)}云溪县“十五五”体育发展规划为推进体育发展，制定本规划。{body}"
    parted = [line.text for line in part_lines(clean_lines(split_lines(text)))]
    assert [line for line in parted if line.startswith("第")] == titles
    no_contents = [line.text for line in part_lines(clean_lines(split_lines(body + prose)))]
    assert all(line.startswith("第") and line.endswith("。") for line in no_contents)
