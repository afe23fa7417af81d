import subprocess
import sys
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from explorer import settings
from explorer.settings import Settings, load_settings


def test_an_argument_outweighs_the_environment_and_that_the_default(tmp_path):
    environ = {"EXPLORER_DATA": str(tmp_path / "environment")}
    assert load_settings(tmp_path / "argument", environ=environ).data_dir == tmp_path / "argument"
    assert load_settings(environ=environ).data_dir == tmp_path / "environment"
    assert (
        load_settings(environ={}).data_dir == load_settings(environ={"EXPLORER_DATA": ""}).data_dir
    )


def test_a_checkout_keeps_its_own_data():
    assert load_settings(environ={}).data_dir == Path(__file__).parents[1] / "data"


def test_an_installed_program_keeps_data_where_the_system_does(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "CHECKOUT", tmp_path)
    found = load_settings(environ={}).data_dir
    assert found.is_absolute()
    assert found.name == "research-direction-explorer"


def test_everything_is_kept_in_the_one_folder(tmp_path):
    chosen = load_settings(tmp_path, environ={})
    assert chosen.papers == tmp_path / "papers.sqlite"
    assert chosen.user == tmp_path / "user.sqlite"
    assert chosen.runs == tmp_path / "runs"


def test_the_demonstration_shares_no_file_with_real_papers(tmp_path):
    real = load_settings(tmp_path, environ={"EXPLORER_CONTACT": "me@example.org"})
    shown = real.demonstration
    assert shown.contact == real.contact
    assert shown.data_dir != real.data_dir
    mine, theirs = ({s.papers, s.user, s.runs} for s in (real, shown))
    assert not mine & theirs


def test_folders_are_absolute_and_the_home_folder_is_known(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert load_settings(Path("~/papers"), environ={}).data_dir == tmp_path / "papers"
    assert load_settings(Path("papers"), environ={}).data_dir == tmp_path / "papers"
    assert load_settings(environ={"EXPLORER_DATA": "~"}).data_dir == tmp_path


def test_every_other_setting_has_a_variable_of_its_name(tmp_path):
    named = {f"EXPLORER_{f.name.upper()}": f.name for f in fields(Settings) if f.name != "data_dir"}
    found = load_settings(tmp_path, environ=dict.fromkeys(named, "given"))
    assert {getattr(found, name) for name in named.values()} == {"given"}


def test_settings_do_not_change(tmp_path):
    with pytest.raises(FrozenInstanceError):
        load_settings(tmp_path, environ={}).contact = "somebody"


def test_loading_settings_makes_no_folder(tmp_path):
    load_settings(tmp_path / "new", environ={})
    assert list(tmp_path.iterdir()) == []


def test_the_environment_is_read_when_asked_and_not_before():
    code = (
        "import os; from explorer.settings import load_settings; "
        "os.environ['EXPLORER_DATA'] = os.sep + 'later'; print(load_settings().data_dir)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == str(Path("/later"))
