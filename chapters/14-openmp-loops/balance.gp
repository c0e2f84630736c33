# How evenly the rows were handed out: the processor time of all cooks, divided by that of the busiest.
set xlabel "cooks"
set ylabel "all / busiest"
set xrange [0.8:8.2]
set yrange [0:8.5]
set xtics 1
set grid ytics
set key top left
plot x with lines dashtype 2 linewidth 1 title "even", \
     data using 1:2 with linespoints linewidth 2 pointtype 7 title "static blocks", \
     data using 1:3 with linespoints linewidth 2 pointtype 5 title "dynamic, 1"
