"""Papers: what did a paper find, does it hold here, and what was wrong in it?"""

import streamlit as st
from load import studies, wrong_reasons
from state import address
from widgets import notes, papers_mistakes, papers_study, wrong_reasons_list

from genrelib import papers

address.open_page("papers")
st.title("What did the papers find, and does it hold here?")
measured = studies.measured()
runs = {run.linked: run for run in measured.runs}

address.choose("paper", list(papers.PUBLICATIONS))
st.selectbox(
    "Paper",
    list(papers.PUBLICATIONS),
    format_func=lambda name: f"{papers.PUBLICATIONS[name].title} ({papers.PUBLICATIONS[name].authors})",
    key="paper",
    on_change=address.renew,
    args=["study", "place", "curve"],
)
paper = address.keep("paper")
published = papers.PUBLICATIONS[paper]
named = studies.of_paper(paper)
sources = dict.fromkeys(f"{papers.STUDIES[name].data}, split {papers.STUDIES[name].split}" for name in named)
link = f"[{address.plain(published.link)}]({published.link})" if published.link else "The text names no address."
st.markdown(f"{published.claim} {link}")
st.caption(
    address.plain(f"{published.date[0].upper()}{published.date[1:]}. Its data: {'; '.join(sources)}.")
    + (f" Notebook: `notebooks/{published.notebook}`, opened by `make lab`." if published.notebook else "")
)

address.choose("study", list(named))
st.selectbox(
    "Table or figure",
    list(named),
    format_func=named.get,
    key="study",
    on_change=address.renew,
    args=["place", "curve"],
)
study = papers.STUDIES[address.keep("study")]
places = studies.places(study.name, measured)
if places:
    data, split = papers_study.choose_place(study, places)
    table = studies.table(study.name, measured, data, split)
    side = st.container(horizontal=True, gap="large")
    with side.container(key="figure-side"):
        papers_study.beside(study, measured, data, split)
    with side.container(key="findings-side"):
        with address.refused():
            holds, procedure = studies.sentences(study.name, measured, data, split)
        st.markdown("\n".join(f"- {address.plain(sentence)}" for sentence in (*holds, *procedure)))
        if study.metric == "roc_auc_macro" and table.run.any():
            notes.link("Tag by tag", "tags", "as in Figure 3, in Tags.", run=table.run[table.run != ""].iloc[0])
    papers_study.draw_table(table, runs)
    papers_study.curve(study, table, runs)
else:
    st.info(
        f"Nothing of this was measured yet. `python -m genrelib reproduce {paper} --data {study.stand_ins[-1]}` trains "
        "all of it, in pieces if need be."
    )

st.header("What was wrong, and what does it cost?")
papers_mistakes.of_paper(paper, measured)
with st.expander(f"All {len(papers.MISTAKES)} published mistakes, of all papers"):
    papers_mistakes.overview(measured)

st.header("Right for the wrong reason")
with address.refused():
    cases = wrong_reasons.cases()
wrong_reasons_list.draw(cases)
address.write()
