# The work stays the same however it is shared; the time falls only while there are free cores.
set xlabel "threads"
set ylabel "seconds"
set logscale x 2
set xrange [0.85:9.5]
set yrange [0:*]
set offsets graph 0, graph 0, graph 0.1, graph 0
set xtics (1, 2, 4, 8)
set grid ytics
set key bottom left
plot data using 1:2 with linespoints linewidth 2 pointtype 7 title "CPU time of all threads", \
     data using 1:3 with linespoints linewidth 2 pointtype 5 title "elapsed"
