# Of a table of 64 MiB: what is the child's own, and what it shares, after it has written to part of it.
set style data histograms
set style histogram rowstacked
set style fill solid 0.8 border -1
set boxwidth 0.6
set xlabel "MiB written by the child"
set ylabel "MiB"
set yrange [0:*]
set grid ytics
set key outside top horizontal
plot data using 2:xtic(1) title "its own", data using 3 title "shared"
