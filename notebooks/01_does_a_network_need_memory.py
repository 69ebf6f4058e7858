# %% [markdown]
# # 01 · Does a network need memory?
#
# Music unfolds in time. A network that names genres could read five seconds of it at once, like a
# picture, or frame after frame, keeping what it heard. In a poster of Stanford University, Jeremy
# Irvin, Elliott Chartock and Nadav Hollander asked which is better, and whether it helps to look
# back with *attention*.
#
# **The answer, before you work for it.** The poster says: memory helps, attention does not. We
# train its six networks again, and find:
#
# * On our synthetic music, networks that read frame after frame name more clips than those that
#   read all at once. *Which* memory they have makes no difference that we can see once artists are
#   kept apart. On real songs with artists apart, not even the first of these can be told.
# * They use it to *collect*. In which order things come hardly matters to them.
# * Attention looks at the same place whatever is played, and next to nothing changes if you take
#   it away.
# * The poster's 0.79 tells more about how clips were dealt to training and test than about memory.
#
# The first figure shows the first of these and the last; the others you will find yourself.

# %% [markdown] tags=["solution"]
# > **Teacher's version.** It has the solutions, and notes like this one. Hand out the notebook of
# > the same name one folder up. `notebooks/README.md` says how to run the session and what
# > students usually get wrong.

# %% [markdown]
# **You will be able to** say what a spectrogram of 22 × 513 holds and what it lost; read an LSTM
# and its attention in PyTorch; test whether a network uses what you think it uses; tell a leak
# from a result.
#
# **Time:** 90 minutes with exercises 1 and 2, or two lessons: sections 1 to 5 (43), 6 to 11 (46).
# Exercise 3 is for home.
#
# **You need** one course in signal processing (sampling, the Fourier transform) and some Python.
# No GPU, no internet.
#
# **The music** is the `jukebox`: 1000 tracks, composed by rule and played by a synthesiser. It is
# **synthetic**, so it may be handed out, and everything about it is known. What a network reaches
# on it says nothing of real music. Where we mean real music, we say so.
#
# Run the cells from top to bottom with <kbd>Shift</kbd>+<kbd>Enter</kbd>. The whole notebook takes
# about two minutes on two cores. Nothing is downloaded.

# %%
from functools import partial

import numpy as np
import torch
from IPython.display import display

from genrelib import datasets, inference, interpret, lesson, papers, plots, runs
from genrelib.lesson import nb01_memory as memory
from genrelib.lesson.nb01_memory import exercises

lesson.start()

# %%
results = memory.POSTER.table("jukebox")
SPLITS = {
    "clip": "clips shuffled, as the poster",
    "track": "whole songs apart",
    "artist": "artists apart",
}
plots.by_split(results, SPLITS)

# %% [markdown]
# *What to see.* Each row is one of the poster's networks, trained anew for each split on the same
# synthetic music; a dot is the share of test clips it names right, with its 95 % interval. From
# orange to yellow to blue only one thing changes: how the clips were dealt to training and test.
# The diamonds are what the poster reports, on other music. Compare the distance between colours
# with the distance between rows.

# %% [markdown]
# ## 1 · Listen first
# *8 minutes*
#
# Three tracks, without their names. Press play, and before you look at anything else write down:
# **which genre, and at which second did you know?**
#
# Under the spectrogram lies the *attention* of a network, the poster's LSTM with attention: how
# much each moment counts for it. Keys: <kbd>space</kbd> plays, a click jumps, a drag makes a loop.

# %%
music = datasets.get("jukebox")
listener = inference.load(memory.POSTER.run("lstm-attention", "artist"))
hidden = dict(zip(("sound 1", "sound 2", "sound 3"), memory.TO_HEAR, strict=True))
lesson.hear(
    {
        name: partial(lesson.attention_player, music, listener, track, name)
        for name, track in hidden.items()
    }
)

# %% [markdown]
# *What to see, and to hear.* The network decides on clips of five seconds, one every two and a
# half. Its attention rises and falls like a saw: look whether the teeth follow the music, and
# choose another sound. *Keep the question in mind; section 7 answers it.*

# %%
choice = {"run": listener.run.linked, "sound": "jukebox"}
links = {name: lesson.explorer("", **choice, track=track) for name, track in hidden.items()}
answers = [
    f"[{name}]({links[name]}): {music.tracks.genre[track]}" for name, track in hidden.items()
]
lesson.folded("What they were (after you have written down yours)", "; ".join(answers))

# %% [markdown]
# ## 2 · What the poster claims
# *5 minutes*

# %%
memory.claims()

# %% [markdown]
# All figures are of GTZAN, 1000 excerpts of real songs. From the last four rows the poster
# concludes, under *Discussion*:
#
# 1. "The vanilla RNN model did not outperform the 2 layer MLP", by the *vanishing gradient*: what
#    it should learn about early frames fades on its way back through later ones.
# 2. "The success of the Vanilla LSTM": a memory that is protected helps.
# 3. "The attention mechanism slightly hurts results, perhaps because attending to a particular
#    part of the song provides no additional information".
#
# Each is a number and a *because*. A number you can repeat. For a *because* you need an experiment
# of its own: sections 7 and 8 are these experiments.

# %% [markdown]
# ## 3 · What the networks read
# *12 minutes, and 4 for the exercise*
#
# The poster: 5 seconds at 4000 Hz become "22 timestep vectors of dimensionality 513". Why 22? Why
# 513? We do by hand what the front end does, in three steps.
#
# **Step 1: cut.** A clip is 20,000 samples. A window of 1024 samples moves over it in steps of
# 896, its *hop*.

# %%
TRACK, RATE, WINDOW, HOP = "disco.00004", 4000, 1024, 896
clip = music.waveform(TRACK, RATE)[: 5 * RATE]
frames = np.lib.stride_tricks.sliding_window_view(clip, WINDOW)[::HOP]
clip.shape, frames.shape

# %%
plots.framed(clip, RATE, WINDOW, HOP)

# %% [markdown]
# *What to see.* The bars above the wave are frames 1, 2, 3 and 22. Neighbours share 128 samples,
# an eighth of a window. After frame 22 there is no room for another whole window, and nothing is
# padded: 1 + ⌊(20000 − 1024) / 896⌋ = 22.

# %% [markdown]
# **Step 2: transform.** Each frame loses its mean, fades in and out (a Tukey window), and its
# Fourier transform gives one value for each frequency from 0 to half the sample rate: 1024 / 2 + 1
# = 513 of them, 3.9 Hz apart.

# %%
from scipy.signal.windows import tukey

window = tukey(WINDOW, 0.25, sym=False)
spectrum = np.fft.rfft((frames - frames.mean(axis=1, keepdims=True)) * window)
power = np.abs(spectrum) ** 2 / (window**2).sum()
power[:, 1:-1] *= 2  # each of these also stands for its negative frequency
power.shape

# %% [markdown]
# **Step 3: compare** with what the networks are really given. The front end is a value with a
# name; it prints what it is.

# %%
frontend = papers.get("irvin2016/lstm").frontend
given = frontend(torch.from_numpy(clip)[None])[0].numpy()  # (513 bands, 22 frames)
display(frontend)
apart = np.abs(given - power.T).max() / given.max()
print(f"largest difference from ours: {apart:.0e} of the maximum")

# %% [markdown]
# ### Power is not what you hear
# The networks get the power itself, without a logarithm. Your ears, and most pictures of sound,
# use decibels.

# %%
times, hz = frontend.times(22), frontend.frequencies
decibels = 10 * np.log10(np.maximum(given, given.max() * 1e-6) / given.max())
plots.side_by_side(
    [("what the networks read", given / given.max(), "power"), ("in decibels", decibels, "dB")],
    times,
    hz,
)

# %% [markdown]
# *What to see.* It is the same clip twice. Left, almost everything is black: only the loudest
# notes are left. Right, there are notes as lines, their overtones above them, and short rests as
# darker columns. The numbers on the left can be turned into those on the right, but that is a
# thing more that a network must learn.

# %%
loud = np.sort(given.ravel())[::-1].cumsum() / given.sum()
share = np.searchsorted(loud, 0.9) / given.size
lesson.say(
    f"How black is the left? 90 % of all power lies in **{share:.1%}** of the 22 × 513 values."
)

# %% [markdown]
# ### Turn the knobs: window and hop
# Before you turn: what will a *longer* window do to a drum beat, and what to a held note?

# %%
lesson.Knobs(
    partial(memory.window_and_hop, clip, RATE),
    start={"window": "1024 (poster)", "hop": "7/8 (poster)"},
    window={"128": 128, "256": 256, "512": 512, "1024 (poster)": 1024, "4096": 4096},
    hop={"1/4 of it": 0.25, "1/2": 0.5, "7/8 (poster)": 0.875},
)

# %% [markdown]
# *What to see.* A long window draws notes as thin lines and smears beats in time; a short one
# draws beats as upright blocks and notes as thick bands. No window gives both: the distance of
# bands in Hz times the length of the window in seconds is always 1. A smaller hop adds frames, but
# each of them hears as long a stretch as before.

# %% [markdown]
# ### Exercise 1 (recall) · 4 minutes
# For speech somebody takes a window of 512 samples and a hop of 256, at 4000 Hz, without padding.
# **How many frames of how many bands do 5 seconds give?** Work it out on paper, then put in your
# numbers.
#
# <details><summary>Hint 1</summary>Count the places where a window can <em>begin</em> so that it
# still ends within the clip. The first is sample 0.</details>
# <details><summary>Hint 2</summary>The bands depend on the window alone: half of it, and one
# more.</details>

# %% tags=["exercise"]
my_frames, my_bands = None, None

# %% tags=["solution"]
my_frames, my_bands = 1 + (20_000 - 512) // 256, 512 // 2 + 1

# %% tags=["check"]
exercises.shape(
    my_frames, my_bands, 5.0, papers.irvin2016.PowerSpectrogram(n_fft=512, hop_length=256)
)

# %% [markdown] tags=["solution"]
# > **Usual mistakes.** 78 = 20000 / 256 without thinking of the window's length; 79 = windows that
# > hang over the end; 256 bands, the zero forgotten. The self-check knows all of them.

# %% [markdown]
# ## 4 · Four ways to read 22 frames
# *8 minutes*
#
# Read the networks in their own source: these lines are what runs.
#
# **No memory needed: everything at once.** SVM, softmax regression and the two-layer network lay
# the 22 × 513 values out in one row. Every value has weights of its own, so a beat that comes a
# frame later meets other weights.

# %%
from genrelib.networks import dense, recurrent

lesson.source(dense.Mlp.inspect)

# %% [markdown]
# **A state.** The RNN reads frame after frame with the *same* weights, and mixes each frame into
# what it holds: *h*<sub>t</sub> = tanh(*W x*<sub>t</sub> + *U h*<sub>t−1</sub>). What remains
# after the last frame decides. Frame 1 has by then gone through *U* and tanh 21 times.

# %%
lesson.source(recurrent.Rnn.inspect)

# %% [markdown]
# **A protected memory.** The LSTM has a cell beside its state: *c*<sub>t</sub> = *f*<sub>t</sub> ·
# *c*<sub>t−1</sub> + *i*<sub>t</sub> · *g*<sub>t</sub>. It *adds*; gates between 0 and 1 say how
# much stays (*f*) and how much comes in (*i*). Where *f* is 1, nothing fades. In the source hardly
# more than a word changes.

# %%
lesson.source(recurrent.Lstm.inspect)

# %% [markdown]
# **A look back.** Attention keeps the states of all frames. It compares each with a *query*, here
# the last cell, and takes their mean, weighted by how alike they are: *α*<sub>t</sub> =
# softmax<sub>t</sub>(*c*<sub>T</sub> · *h*<sub>t</sub>). The classifier reads this mean **and**
# the query.

# %%
lesson.source(recurrent.AttentionLstm.inspect, recurrent.AttentionLstm.query)

# %% [markdown]
# *Ask yourself.* The last line of `inspect` hands `query` to the classifier beside `context`. If
# the weights were all wrong, could this network still answer? Which frames can a query made *of
# the last cell* be most alike to?

# %% [markdown]
# ## 5 · Train them yourself
# *6 minutes, of which one or two are waiting*
#
# **A reduced experiment, and a real one**: the same networks and recipe, but twenty tracks of each
# genre to learn from and a few epochs. The full runs of section 6 learned from some 700 tracks,
# for up to 100 epochs.
#
# First the music: a handful of tracks, no artist both in training and test, kept as samples at
# 4000 Hz.

# %%
from genrelib.clips import cut_clips
from genrelib.store import prepare

few = {"train": lesson.amount(20, 1), "valid": lesson.amount(2, 1), "test": lesson.amount(6, 1)}
handful = lesson.few_tracks(music, "artist", **few)
samples = prepare(handful, frontend, progress=False)
cut = cut_clips(papers.get("irvin2016/lstm"), handful, samples, "artist")
cut.clips.groupby("part").agg(tracks=("track", "nunique"), clips=("start", "size"))

# %% [markdown]
# Then the training: shuffle the clips, show 128 at a time, move the weights a little against the
# error, look at the validation clips after each epoch. `genrelib/train/epochs.py` is this loop, 30
# lines of it at its heart.

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

from genrelib.train import train_system

EPOCHS, live = lesson.amount(10, 1), {}
place = TemporaryDirectory()
for short in ("mlp", "rnn", "lstm"):
    what = papers.get(f"irvin2016/{short}"), handful, "artist", lesson.SEED
    live[short] = train_system(*what, Path(place.name), epochs=EPOCHS, device="cpu")

# %%
plots.learning({memory.MEMORY[short][0]: run.history for short, run in live.items()})

# %% [markdown]
# *What to see.* Above, how well each network fits what it learns from; below, how many validation
# clips of *other artists* it names right. A line that falls above while nothing rises below is a
# network that learns its training clips by heart. Which of the three does so first?

# %%
import pandas as pd

rows = {memory.MEMORY[short][0]: run.metrics["clip_accuracy"] for short, run in live.items()}
plots.accuracy(pd.DataFrame(rows).T.rename_axis("system").reset_index())

# %% [markdown]
# *What to see.* The intervals: so few test songs leave so much open. Where two intervals overlap
# widely, this experiment **cannot** say which network is better, whatever the order of the dots.
# Guessing would be at 10 %.

# %% [markdown]
# ## 6 · The full runs
# *4 minutes*
#
# These were trained before and come with the explorer, on the poster's own kind of split: clips
# shuffled. Where a run was cut short, the table says so.

# %%
poster = results[results.split == "clip"].set_index("system")
poster[["reported", "value", "low", "high", "seeds", "partial"]].round(3)

# %%
plots.by_split(results[results.split == "clip"], {"clip": "ours, on synthetic music"})

# %% [markdown]
# *What to see.* Do not compare a dot with its diamond: the music is another. Compare the *order*
# from top to bottom, ours and theirs. Both put the LSTM first. But the poster's RNN lies *behind*
# the two-layer network, which it lays to the vanishing gradient.

# %%
ours, theirs = poster["value"], poster["reported"]
ahead = [100 * (values["RNN"] - values["two-layer network"]) for values in (theirs, ours)]
lesson.say(
    f"RNN against two-layer network: **{ahead[0]:+.1f}** points on the poster,",
    f"**{ahead[1]:+.1f}** points in our runs.",
)

# %% [markdown]
# The same two layers, the same 22 frames, trained by Adam where the authors' code has plain
# gradient descent at a rate of 1.0. If gradients vanish here, they do not keep the RNN back. A
# *because* is not proved by the number that it explains.

# %% [markdown]
# ## 7 · Where attention looks, and whether it matters
# *12 minutes*
#
# Now the shipped LSTM with attention (no artist on both sides), and every test clip of the
# handful.

# %%
clips = cut.part("test")
features, answers_true, tracks = cut.features(clips), cut.truth(clips), clips.track.to_numpy()
network = listener.network
weights = interpret.weights(network, features)
print(f"{len(features)} clips of {clips.track.nunique()} tracks by artists that it never heard")

# %% [markdown]
# ### Turn the knobs: query and clip
# The poster asks with the last *cell*. The authors' code asks with a learned projection of the
# last *state*. Both are here. Choose clips of the most different music you can find.

# %%
lesson.Knobs(
    partial(memory.attention_figure, features, frontend.times(22)),
    query=memory.queries("artist"),
    clip=lesson.one_of_each(clips),
)

# %% [markdown]
# *What to see.* The band holds 8 of 10 clips, of all genres. For the poster's query it is empty
# for the first half and rises at the end, and so does the orange line of one clip, whichever you
# choose. A query that *is* the last cell finds the last states most like itself. This is the saw
# of section 1: one tooth for each clip. The learned query spreads its weights over the whole clip,
# and still leans to the end.

# %% [markdown]
# ### Take it away
# If attention helps, an answer must suffer when we spoil it. Three ways, without training anything
# again: all frames alike, the weights back to front, the last frame alone.

# %%
before = inference.probabilities(network, features)
changes = {
    "all frames alike": interpret.even,
    "back to front": interpret.turned,
    "last frame alone": interpret.latest,
}
spoilt = {
    name: inference.probabilities(interpret.attending(network, weigh), features)
    for name, weigh in changes.items()
}
gains = lesson.gains(answers_true, before, spoilt, tracks)
plots.effects(gains)

# %% [markdown]
# *What to see.* Each dot is a change of the accuracy, with its 95 % interval over tracks; the
# dotted line is no change. An interval that holds the line says: no difference found.

# %%
flips = {
    name: (after.argmax(axis=1) != before.argmax(axis=1)).mean() for name, after in spoilt.items()
}
lesson.say(
    "Answers that change at all: "
    + ", ".join(f"{name} **{share:.1%}**" for name, share in flips.items())
)

# %% [markdown]
# That is the stronger statement, for it does not ask who is right: hardly an answer moves at all.

# %% [markdown]
# ### Silence what it looks at
# The other way round: leave attention alone, and silence *frames*. Those that it attends to most,
# against as many at random, against those that it attends to least. How much less probable does
# its own answer become?

# %%
COUNTS = (1, 2, 4, 6, 8, 11)
order = torch.from_numpy(weights).argsort(dim=1, descending=True)
orders = {
    "most attended": order,
    "random": interpret.random_order(*order.shape),
    "least attended": order.flip(1),
}
lost = {
    name: interpret.occlusion(network, features, order, COUNTS, frontend.quietest)
    for name, order in orders.items()
}
plots.losses(COUNTS, {name: lesson.means(values, tracks) for name, values in lost.items()})

# %% [markdown]
# *What to see.* If the attended frames carried the answer, the orange line would lie *above* the
# grey one. It lies below: the answer hangs less on what is attended to than on frames taken
# blindly. So this attention explains nothing: it shows where the query comes from, not what was
# decisive. That it "provides no additional information", as the poster supposes, is now more than
# a supposition, *for this network and this music*.

# %%
at = COUNTS.index(6)
sizes = [f"{name} **{values[:, at].mean():.1%}**" for name, values in lost.items()]
lesson.say(
    "Its answer loses, when six frames fall silent: " + ", ".join(sizes) + " of probability."
)

# %% [markdown]
# ## 8 · What the memory keeps
# *5 minutes, and 6 for the exercise*
#
# A memory could keep *what* was heard or *in which order*. To tell them apart we give the networks
# the same 22 frames of each clip in random order. Rhythm and melody from frame to frame are gone;
# the sounds remain.

# %%
mixed = interpret.reordered(features, interpret.random_order(*order.shape))
shuffled = {}
for short in ("lstm", "lstm-attention"):
    trained = runs.network(memory.POSTER.run(short, "artist"))
    name = f"{memory.MEMORY[short][0]}, frames shuffled"
    plain, after = (inference.probabilities(trained, x) for x in (features, mixed))
    shuffled[short] = lesson.gains(answers_true, plain, {name: after}, tracks)
plots.effects(pd.concat(shuffled.values()))

# %% [markdown]
# *What to see.* Not "no change", but how little at most: the ends of the intervals. Whatever these
# LSTMs gain from reading frame after frame, the order of the frames is at most a small part of it.
# They *collect*. (With one frame every 224 ms, a fast rhythm never reached them.)

# %% [markdown]
# ### Exercise 2 (modify) · 6 minutes
# Shuffling is brutal. **Play each clip backwards** instead: the frames stay neighbours, every
# crescendo becomes a decrescendo. `features` is a tensor of (clips, 513 bands, 22 frames). Guess
# first: how many points will the LSTM with attention lose?
#
# <details><summary>Hint 1</summary>PyTorch turns an axis round with <code>flip</code>; axes are
# counted from 0.</details>
# <details><summary>Hint 2</summary>Flip the wrong axis and the self-check tells you what you did
# to the music.</details>

# %% tags=["exercise"]
backwards = None

# %% tags=["solution"]
backwards = features.flip(2)

# %% tags=["check"]
exercises.backwards(backwards, features, answers_true, network, tracks)

# %% [markdown] tags=["solution"]
# > **Usual mistakes.** `flip(1)` turns frequencies round: the network falls to guessing, and
# > students conclude that order matters; the self-check says what they did. `features[::-1]`
# > raises an error in PyTorch. When the change is small, ask for the reason: is the network deaf
# > to order (the shuffle says so), or is the music much the same backwards (a power spectrum has
# > no direction of time within a frame)?

# %% [markdown]
# ## 9 · The mistakes, heard
# *6 minutes*
#
# The poster's Figure 3 is the confusion matrix of its LSTM. This is ours, of artists that it never
# heard.

# %%
from genrelib.predictions import genres

lstm = memory.POSTER.run("lstm", "artist")
answers = genres.of_clips(lstm)
plots.confusion(answers.counts, answers.labels, plots.as_share).update_layout(margin_t=64)

# %% [markdown]
# *What to see.* Each row is a true genre, and its squares share out what the network called it:
# the diagonal is right. Look for pairs that are confused both ways, and for a column that swallows
# many rows.

# %%
(one, other, count), (two, another, second) = answers.cells()[:2]
link = lesson.explorer("confusions", run=lstm.linked, level="clip")
lesson.say(
    f"Most often, **{one}** is called **{other}** ({count} clips) and **{two}** is called",
    f"**{another}** ({second}). [Hear every square in the explorer]({link}), once `make app` runs.",
)

# %% [markdown]
# Now hear the surest mistakes, one per track. **Would you have made them? What do the two genres
# share that survives 4000 Hz?**

# %%
lesson.hear(lesson.mistake_players(lstm, music, 10), "mistake")

# %% [markdown]
# *What to hear.* You hear all that was recorded; the picture stops at 2000 Hz, as the network's
# does. Cymbals, breath and most of a distorted guitar's edge lie above. The explorer plays every
# square of the matrix: start it with `make app` and follow the link above.

# %% [markdown]
# ## 10 · The leak
# *8 minutes*
#
# The poster shuffles *clips*: of each song's six, some are learned from and some are tested. So a
# test clip nearly always has a sibling in training, 1 − 0.3⁵ = 99.8 % of the time: same band, same
# key, same instruments, same microphone. The network may recognise the *song*.
#
# ### Turn the knob: the split

# %%
lesson.Knobs(
    partial(memory.split_figure, music, "jazz", results),
    split={
        "clips shuffled (poster)": "clip",
        "whole songs apart": "track",
        "artists apart": "artist",
    },
)

# %% [markdown]
# *What to see.* A row is a track, named by its artist, a square one of its clips. Follow the rows
# with an orange square, for these are tested: what else lies in the same row? And in the rows of
# the same artist? From split to split the same network finds less to recognise, and the percentage
# in the title falls.

# %%
drop = {split: lesson.value_at(results, "lstm-attention", split) for split in SPLITS}
gain = results.set_index("short").reported.groupby(level=0).first()[["mlp", "lstm"]].diff().iloc[-1]
accuracies = [f"**{result.value:.1%}** ({SPLITS[split]})" for split, result in drop.items()]
lesson.say(
    f"The same network and recipe: {', '.join(accuracies)}. The leak is worth",
    f"**{100 * (drop['clip'].value - drop['artist'].value):.0f} points**. The poster's whole gain",
    f"by memory, LSTM over two-layer network, is {100 * gain:.0f}.",
)

# %% [markdown]
# **And real music?** For four of GTZAN's ten genres we have complete audio. `filtered` keeps
# artists and known faults apart.

# %%
real = memory.POSTER.table("gtzan-blues-classical-jazz-rock")
plots.by_split(
    real.assign(reported=np.nan),
    {"clip": "clips shuffled, as the poster", "filtered": "artists apart, faults out"},
)

# %% [markdown]
# *What to see.* The gap is there on real songs, too (four genres only, so guessing would be at 25
# %, and no diamond can be compared). Now look down each colour. With clips shuffled, the order is
# the poster's: the LSTM ahead, the RNN no better than the two-layer network. With artists apart,
# those with a memory do not lie ahead of those without; the test songs are few, the intervals wide.

# %%
lead = {
    split: lesson.value_at(real, "lstm", split).value - lesson.value_at(real, "mlp", split).value
    for split in ("clip", "filtered")
}
lesson.say(
    f"The LSTM's lead over the two-layer network: **{100 * lead['clip']:+.0f}** points with clips",
    f"shuffled, **{100 * lead['filtered']:+.0f}** with artists apart.",
)

# %% [markdown]
# What the poster calls the success of memory shows on real songs only where a network has heard the
# song before. Perhaps its memory serves to recognise songs. (Another *because*.)
#
# **What this says about 0.79:** it is the share of clips named right by a network that had heard
# other parts of nearly every test song. How it would do on songs that it never heard, the poster
# cannot tell.

# %% [markdown]
# ## 11 · The poster and ours, and why they differ
# *5 minutes*

# %%
wide = results.pivot(index="system", columns="split", values="value").reindex(memory.claims().index)
wide.insert(0, "poster (GTZAN)", results.drop_duplicates("system").set_index("system").reported)
wide.rename(columns={split: f"ours, {name}" for split, name in SPLITS.items()}).round(3)

# %%
lesson.folded(
    "Every way in which our LSTM departs from theirs, as the catalogue records it",
    papers.get("irvin2016/lstm").departs,
)

# %% [markdown]
# Why a cell of this table need not be the poster's number:
#
# * **Other music.** Synthetic genres, made to be confusable, of ten to twelve artists each.
# * **Another test.** As far as their run script tells, the networks' "test accuracy" is that of
#   the validation clips that chose the best epoch; ours are test clips that chose nothing.
# * **Other training.** Adam at 0.001 instead of plain descent at 1.0; a mean and a deviation of
#   the training part, where theirs were of all clips.
# * **One seed** for most: another one gives another figure.

# %% [markdown]
# ### So, does a network need memory?
# The fairest test here keeps artists apart:

# %%
fair = results[results.split == "artist"]
accuracies = [
    f"{row.system} **{row.value:.1%}** ({row.low:.1%} to {row.high:.1%})"
    for row in fair.itertuples()
]
lesson.say("Test clips named right: " + ", ".join(accuracies) + ".")

# %% [markdown]
# *What to see.* The networks that read frame after frame lie ahead of those that read the clip at
# once, and the intervals lie apart. Among RNN, LSTM and LSTM with attention they lie on one
# another: which memory it is makes no difference that these test clips can show.
#
# So: on this music yes, and a simple one will do; on real songs section 10 could not tell. What the
# three share is hardly a memory of *order* (section 8). It may be that they use the same weights
# for every frame, so that a sound counts the same wherever in the clip it comes. This is again a
# *because*. Which experiment would test it?

# %% [markdown]
# ## Exercise 3 (open) · 20 minutes, at home
# Here is one test clip and what the network says of it. **Change its mind by silencing as few of
# the 22 frames as you can.** Then explain in three sentences how you found them: by ear, by
# attention, by trying? Does your way work for the next clip, too?
#
# <details><summary>Hint 1</summary>Section 7 silences whole sets of frames. What if you silence
# one at a time and look at what each costs?</details>
# <details><summary>Hint 2</summary><code>interpret.occlusion(network, one, order, counts,
# quietest)</code> tells what the answer loses when the first <code>counts</code> frames of an
# order fall silent. Which order would you try?</details>

# %%
number = memory.persuadable(before)
mine = features[number]
plots.top_labels({"LSTM with attention": dict(zip(music.classes, before[number], strict=True))})

# %% [markdown]
# *What to see.* The network is rather sure of its answer. See how few frames hold it up.

# %% tags=["exercise"]
frames_to_silence = None  # for example [0, 7, 21]

# %% tags=["solution"]
alone = torch.stack([torch.arange(22).roll(-n) for n in range(22)])  # row n begins with frame n
cost = interpret.occlusion(network, mine.expand(22, -1, -1), alone, (1,), frontend.quietest)[:, 0]
dearest = cost.argsort()[::-1].tolist()
frames_to_silence = memory.fewest(network, mine, dearest)

# %% tags=["check"]
exercises.silence(frames_to_silence, mine, network, music.classes)

# %% [markdown] tags=["solution"]
# > **What a good answer has.** One frame at a time is a *greedy* search: the frames that cost most
# > alone need not be the best set. Attention's order is a poor guide, as section 7 says. Full
# > marks for a fair comparison: the same number of random frames, tried several times.

# %% [markdown]
# ## What you take home
# * A number is worth what its split is worth. Ask *what was kept apart* before you ask how good.
# * A memory may collect without keeping order. To learn what it keeps, disturb that.
# * Attention weights are part of a computation, no explanation of it. Spoil them and see.
#
# ### Further reading
# * The poster: Irvin, Chartock & Hollander, *Recurrent Neural Networks with Attention for Genre
#   Classification*.
# * B. Sturm, *The GTZAN dataset: its contents, its faults, their effects on evaluation* (2013):
#   songs twice, labels wrong, artists on both sides.
# * S. Jain & B. Wallace, *Attention is not Explanation* (2019), and S. Wiegreffe & Y. Pinter,
#   *Attention is not not Explanation* (2019), which answers.
# * S. Hochreiter & J. Schmidhuber, *Long Short-Term Memory* (1997).
#
# ### Hand in, start over
# To hand in your work, save the notebook and hand in the file. To start over: *Kernel → Restart
# Kernel and Clear Outputs of All Cells*; what you wrote in the exercises stays.
