# The waits overlap: twice the threads, half the time.
set xlabel "threads"
set ylabel "elapsed, seconds"
set logscale x 2
set xrange [0.85:9.5]
set yrange [0:9]
set xtics (1, 2, 4, 8)
set grid ytics
plot data using 1:2 with linespoints linewidth 2 pointtype 7 title "eight downloads, virtual time"
