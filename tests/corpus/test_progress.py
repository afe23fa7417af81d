from explorer.corpus.progress import silent


def test_silence_shows_nothing(capsys):
    silent("Reading papers", 1, None)
    assert capsys.readouterr() == ("", "")
