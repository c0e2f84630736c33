# Comparisons for one timer that is added and run.
set logscale xy
set xlabel "timers"
set ylabel "comparisons a timer"
set xrange [8:1250000]
set datafile missing "?"
set grid
set key top left
plot data using 1:3 with linespoints linewidth 2 pointtype 5 title "sorted list", \
     data using 1:2 with linespoints linewidth 2 pointtype 7 title "heap"
