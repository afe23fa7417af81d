from explorer.presentation.quality import quality_lines
from explorer.runs import read_run
from explorer.trends.scores import MIN_STABILITY


def test_every_figure_is_told_with_its_gate(demonstration):
    quality = read_run(demonstration.runs).manifest["quality"]
    text = "\n".join(quality_lines(quality))
    assert f"{quality['stability_median']:.2f} at the median" in text
    assert f"below {MIN_STABILITY} is never an opening" in text
    assert f"{quality['papers_median']:,.0f} papers" in text
    assert "0 niches with" in text
    assert "more than 35 %" in text
