"""The published mistakes, nine of them, each with what isolates it here; their prices are computed from runs.

None of them is a fraud, and most are easy to make: that is why they are worth a lesson.
"""

from genrelib.papers import choi2017, house, irvin2016, kim2019, pandey2023, yenney2022
from genrelib.papers.publication import (
    Mistake,
    StatedParts,
    StatedSizes,
    TwoEpochs,
    TwoMetrics,
    TwoSplits,
    TwoSystems,
)

POSTER = tuple(system.name for system in irvin2016.PLAIN.values())
LENGTHS = tuple(system.name for system in (*yenney2022.CNN, *yenney2022.RNN))
BRANCHES = (pandey2023.SHALLOW.name, pandey2023.DEEP.name, pandey2023.CRNN.name)
OUR_OWN = tuple(system.name for system in house.SYSTEMS)
K1C2 = tuple(f"choi2017/k1c2-{size}" for size in choi2017.K1C2)

MISTAKES = (
    Mistake(
        name="songs-on-both-sides",
        title="Songs on both sides of the split",
        papers=("irvin2016",),
        where="Data; the split is drawn over clips in the authors' code",
        wrong="Each song is cut into six clips, and the clips are dealt at random: of 99.8 % of the test clips the "
        "network has learned another clip of the same song. It may recognise the recording instead of the genre.",
        isolated_by=tuple(
            TwoSplits(POSTER, "clip_accuracy", "clip", strict) for strict in ("track", "artist", "filtered")
        ),
    ),
    Mistake(
        name="broken-arg-max",
        title="A broken arg-max",
        papers=("yenney2022",),
        where="Tables 1 and 2; the function that reads the answers in the authors' code",
        wrong="Every score is compared with that of the first genre instead of with the largest so far, so the answer "
        "is the last genre that is more probable than blues. Even a perfect classifier would look poor.",
        isolated_by=(TwoMetrics(LENGTHS, "paper_argmax", "track_accuracy"),),
    ),
    Mistake(
        name="no-validation-part",
        title="No part to choose on",
        papers=("yenney2022", "pandey2023"),
        where="yenney2022 section 2.2; pandey2023 sections V and VI",
        wrong="There is no validation part: curves, batch sizes and numbers of epochs are looked at on the part that "
        "the figures come from. Whoever stops there at the best epoch reports luck along with skill.",
        isolated_by=(TwoEpochs((*LENGTHS, *BRANCHES), "valid_accuracy"),),
    ),
    Mistake(
        name="impossible-counts",
        title="A split larger than its data set",
        papers=("kim2019",),
        where="Section 3.1",
        wrong="The parts that the text counts are those of nearly all of FMA, not of the 25,000 tracks that it names. "
        "Which of the two it trained on cannot be known.",
        isolated_by=(
            StatedParts(
                tuple(f"kim2019/{short}" for short in kim2019.REPORTED),
                kim2019.DATA,
                "official",
                parts=(84_337, 10_957, 11_262),
                published=(19_922, 2_505, 2_573),
            ),
        ),
    ),
    Mistake(
        name="gain-below-deviation",
        title="A gain below one standard deviation",
        papers=("kim2019",),
        where="Table 1, CRNN and TF-CRNN",
        wrong="The feedback is said to help: 0.0039 more right, where three runs of one system deviate by 0.0060 to "
        "0.0101. It also brings a quarter more parameters. What is listed is the gain of the feedback here, over the "
        "plain network and over one of the same size.",
        isolated_by=(
            TwoSystems("kim2019/tf-crnn", "kim2019/crnn", "track_accuracy"),
            TwoSystems("kim2019/tf-crnn", "kim2019/crnn@tf-size", "track_accuracy"),
        ),
    ),
    Mistake(
        name="recurrence-over-batch",
        title="An LSTM that recurs over the batch",
        papers=("pandey2023",),
        where="Section IX-B and Figure 9; the network in the authors' code",
        wrong="The LSTM gets a table of clips and takes it for one sequence: its memory runs from clip to clip, not "
        "through time. Test clips lay sorted by genre, so that neighbours answered together.",
        isolated_by=(
            TwoMetrics(("pandey2023/crnn@lstm-over-batch",), "clip_accuracy", "clip_accuracy_alone"),
            TwoMetrics(("pandey2023/crnn@lstm-over-batch",), "clip_accuracy", "clip_accuracy_shuffled"),
            TwoSystems("pandey2023/crnn@lstm-over-batch", "pandey2023/crnn", "clip_accuracy"),
        ),
    ),
    Mistake(
        name="normalised-over-time",
        title="A normalisation over time, called freq",
        papers=("choi2017",),
        where="Table 1, by its counts; the layer bn_0_freq of the released networks",
        wrong="The input is normalised for each of some 1,400 moments, not for each of 96 mel bands as the layer's "
        "name says: what is learned of the third second does not hold for the fourth.",
        isolated_by=tuple(
            TwoSystems(f"choi2017/{short}", f"choi2017/{short}@mel-bn", "roc_auc_macro")
            for short in ("crnn-0.5M", "k2c1-0.5M", "k2c1-0.1M")
        ),
    ),
    Mistake(
        name="column-that-does-not-add-up",
        title="A column that does not add up",
        papers=("choi2017",),
        where="Table 1, k1c2; sections 2.5 and 3.1",
        wrong="Built as written, k1c2 is smaller than it is called, although the text promises 2 %. So it was compared "
        "with larger networks as if they were its equals. Kernels twice as long would make up for most of it.",
        isolated_by=(
            StatedSizes(K1C2),
            TwoSystems("choi2017/k1c2-0.5M", "choi2017/k1c2-0.5M@8tap", "roc_auc_macro"),
        ),
    ),
    Mistake(
        name="artists-on-both-sides",
        title="Artists and faults of GTZAN on both sides",
        papers=("irvin2016", "yenney2022", "pandey2023"),
        where="Wherever GTZAN is divided at random",
        wrong="GTZAN repeats tracks, and a few artists fill whole genres. A random division puts them on both sides, "
        "and a network that knows the studio passes for one that knows the genre.",
        isolated_by=tuple(
            TwoSplits((*OUR_OWN, *POSTER, *LENGTHS, *BRANCHES), "track_accuracy", *splits)
            for splits in (("stratified", "filtered"), ("track", "artist"), ("track", "filtered"))
        ),
    ),
)
