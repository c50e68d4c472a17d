"""Every file of gold in the repository is whole, and no two of its articles share a name."""

from pathlib import Path

from mediaframe.codebook import load_codebook
from mediaframe.evaluation.parts.gold_files import read_gold

FOLDER = Path(__file__).parents[1] / "gold"


def test_all_gold_is_read_together():
    files = sorted(map(str, FOLDER.glob("*.yaml")))

    articles = read_gold(files, load_codebook())

    assert len(articles) >= 12
    assert all(item.labels is not None for article in articles for item in article)
