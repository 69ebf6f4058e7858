"""Tags of three sets that taggers learn from, the 50 most frequent of each, in the order of the networks' outputs."""

# The Million Song Dataset with the tags of last.fm, by Choi's selection.
MSD = (
    *("rock", "pop", "alternative", "indie", "electronic", "female vocalists", "dance", "00s", "alternative rock"),
    *("jazz", "beautiful", "metal", "chillout", "male vocalists", "classic rock", "soul", "indie rock", "Mellow"),
    *("electronica", "80s", "folk", "90s", "chill", "instrumental", "punk", "oldies", "blues", "hard rock", "ambient"),
    *("acoustic", "experimental", "female vocalist", "guitar", "Hip-Hop", "70s", "party", "country"),
    *("easy listening", "sexy", "catchy", "funk", "electro", "heavy metal", "Progressive rock", "60s", "rnb"),
    *("indie pop", "sad", "House", "happy"),
)
# The four categories of Choi et al. 2017; which tag is in which is drawn in their Figure 3, and here told by its
# meaning.
_MOODS = ("beautiful", "chillout", "Mellow", "chill", "party", "easy listening", "sexy", "catchy", "sad", "happy")
_INSTRUMENTS = ("female vocalists", "male vocalists", "instrumental", "acoustic", "female vocalist", "guitar")
_ERAS = ("60s", "70s", "80s", "90s", "00s", "oldies")
MSD_CATEGORIES = {
    "genre": tuple(tag for tag in MSD if tag not in (*_MOODS, *_INSTRUMENTS, *_ERAS)),
    "mood": _MOODS,
    "instrument": _INSTRUMENTS,
    "era": _ERAS,
}

# MagnaTagATune: words of players of a game, with their synonyms; no categories are published.
MAGNATAGATUNE = (
    *("guitar", "classical", "slow", "techno", "strings", "drums", "electronic", "rock", "fast", "piano", "ambient"),
    *("beat", "violin", "vocal", "synth", "female", "indian", "opera", "male", "singing", "vocals", "no vocals"),
    *("harpsichord", "loud", "quiet", "flute", "woman", "male vocal", "no vocal", "pop", "soft", "sitar", "solo"),
    *("man", "classic", "choir", "voice", "new age", "dance", "male voice", "female vocal", "beats", "harp", "cello"),
    *("no voice", "weird", "country", "metal", "female voice", "choral"),
)

# MTG-Jamendo: the artists' own words in three categories, which stand before each tag there (genre---rock).
MTG_JAMENDO_CATEGORIES = {
    "genre": (
        *("alternative", "ambient", "atmospheric", "chillout", "classical", "dance", "downtempo", "easylistening"),
        *("electronic", "experimental", "folk", "funk", "hiphop", "house", "indie", "instrumentalpop", "jazz"),
        *("lounge", "metal", "newage", "orchestral", "pop", "popfolk", "poprock", "reggae", "rock", "soundtrack"),
        *("techno", "trance", "triphop", "world"),
    ),
    "instrument": (
        *("acousticguitar", "bass", "computer", "drummachine", "drums", "electricguitar", "electricpiano", "guitar"),
        *("keyboard", "piano", "strings", "synthesizer", "violin", "voice"),
    ),
    "mood/theme": ("emotional", "energetic", "film", "happy", "relaxing"),
}
MTG_JAMENDO = tuple(tag for members in MTG_JAMENDO_CATEGORIES.values() for tag in members)
