"""Clip lab with several networks: which are asked, how links name them, and how their disagreement is shown."""

import pytest
from app_pages import page_opener, parameter, small_print
from home_trained import ATTENDS, PLAIN, name
from streamlit.testing.v1 import AppTest


@pytest.fixture
def show(trained_home, monkeypatch, played):
    """Function: open the clip lab."""
    open_page = page_opener(trained_home, monkeypatch)
    return lambda **link: open_page("clip_lab", **link)


@pytest.mark.parametrize("other", [name(PLAIN), f"{name(PLAIN)},", f"{name(PLAIN)},{name(PLAIN)}"])
def test_links_name_others_alone_or_with_commas(show, other):
    test = show(run=name(ATTENDS), other=other)
    assert not test.exception and not test.warning
    assert test.multiselect(key="other").value == [name(PLAIN)]
    assert parameter(test, "other") == name(PLAIN)


def test_a_link_to_a_network_that_is_not_here_loses_that_one_only(show):
    test = show(run=name(ATTENDS), other=f"gone,{name(PLAIN)}")
    assert "asks for other “gone”, which is not here" in test.warning[0].value
    assert test.multiselect(key="other").value == [name(PLAIN)]


def test_the_leading_network_is_none_of_the_others(show):
    test = show(run=name(ATTENDS), other=name(PLAIN))
    test.selectbox(key="run").set_value(name(PLAIN)).run()
    assert not test.exception
    assert test.multiselect(key="other").value == []
    assert len(test.metric) == 1


def test_whose_answers_agree_is_counted_and_drawn(show, played):
    test = show(run=name(ATTENDS), other=name(PLAIN))
    table = test.dataframe[0].value
    assert set(table["beside it"].iloc[1:]) <= {"agrees", "≠ disagrees"}
    agreeing = (table["beside it"] == "agrees").sum()
    verb = "agrees" if agreeing else "disagrees"
    assert f"The other network {verb} with the leading one." in small_print(test)
    assert table.whose.tolist() == ["partial, your run, folder-pages, track", "your run, folder-pages, track"]
    kinds = [panel["kind"] for panel in played[-1].panels]
    assert kinds == ["waveform", "image", "bands", "steps", "area", "steps"]


SEVERAL = """
import streamlit as st
from state import address
address.open_page("x")
address.choose_several("other", ["a,b", "50%", "c"])
st.multiselect("Others", ["a,b", "50%", "c"], key="other")
st.write(address.keep_several("other"))
address.write()
"""


def test_names_with_commas_survive_an_address(monkeypatch):
    test = AppTest.from_string(SEVERAL).run()
    test.multiselect(key="other").set_value(["a,b", "50%"]).run()
    text = parameter(test, "other")
    again = AppTest.from_string(SEVERAL)
    again.query_params["other"] = text
    assert again.run().multiselect(key="other").value == ["a,b", "50%"]
    alone = AppTest.from_string(SEVERAL)
    alone.query_params["other"] = "a,b"  # as older links have it
    assert alone.run().multiselect(key="other").value == ["a,b"]
