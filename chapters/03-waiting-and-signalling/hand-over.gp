# What handing over costs, for each number: to wake a sleeper is dear, so let it be for many.
set xlabel "numbers handed over at a time"
set ylabel "ns a number"
set logscale xy
set xrange [0.8:1250]
set grid ytics
unset key
plot data using 1:2 with linespoints linewidth 2 pointtype 7
