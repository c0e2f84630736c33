# Eight downloads of a second each: the time is 8 divided by the tickets, rounded up.
set xlabel "tickets"
set ylabel "elapsed, seconds"
set xrange [0.6:8.4]
set yrange [0:9]
set xtics 1
set grid ytics
plot data using 1:2 with linespoints linewidth 2 pointtype 7 title "eight downloads, virtual time", \
     8/x with lines dashtype 2 linewidth 1 title "8 / tickets"
