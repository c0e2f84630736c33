# What one lock and unlock costs, in processor time of all threads together.
set xlabel "threads"
set ylabel "ns a pair"
set xrange [0.8:4.2]
set yrange [0:*]
set offsets graph 0, graph 0, graph 0.1, graph 0
set xtics 1
set grid ytics
set key bottom left
plot data using 1:2 with linespoints linewidth 2 pointtype 7 title "one lock for all", \
     data using 1:3 with linespoints linewidth 2 pointtype 5 title "a lock each"
