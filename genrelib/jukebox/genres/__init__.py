"""The ten genres, a file each: what makes it that genre is there to be read."""

from genrelib.jukebox.genres.blues import BLUES
from genrelib.jukebox.genres.classical import CLASSICAL
from genrelib.jukebox.genres.country import COUNTRY
from genrelib.jukebox.genres.disco import DISCO
from genrelib.jukebox.genres.hiphop import HIPHOP
from genrelib.jukebox.genres.jazz import JAZZ
from genrelib.jukebox.genres.metal import METAL
from genrelib.jukebox.genres.pop import POP
from genrelib.jukebox.genres.reggae import REGGAE
from genrelib.jukebox.genres.rock import ROCK

ALL = {genre.name: genre for genre in (BLUES, CLASSICAL, COUNTRY, DISCO, HIPHOP, JAZZ, METAL, POP, REGGAE, ROCK)}
