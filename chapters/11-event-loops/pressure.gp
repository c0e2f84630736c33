# What a relay keeps, turn after turn, without marks and with two.
set xlabel "turns"
set ylabel "KiB"
set grid
set key top left
plot data using 1:2 with lines linewidth 2 title "without marks", \
     data using 1:3 with lines linewidth 2 title "high 256, low 64"
