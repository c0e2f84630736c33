# One part of the whole, for 1 to 4 cooks
set xlabel "cooks"
set yrange [0:*]
plot data using 1:2 with linespoints notitle
