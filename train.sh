export PYTHONPATH=/work/wt/price OMP_NUM_THREADS=1 GENRELIB_DATA=/work/shared/data
t() { nice -n 5 .venv/bin/python -m genrelib train choi2017/$1 --data $2 --split $3 --seed $4 --runs /work/wt/price/build/runs >> /work/wt/price/build/log 2>&1; }
mkdir -p build
t k2c1-0.1M@mel-bn gtzan-tags filtered 0
for s in 1 2; do t k2c1-0.1M gtzan-tags filtered $s; t k2c1-0.1M@mel-bn gtzan-tags filtered $s; done
t k2c1-0.5M@mel-bn gtzan-tags filtered 0
t k2c1-0.1M@mel-bn jukebox-tags artist 0
