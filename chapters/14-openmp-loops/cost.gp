# What a dish costs when four cooks count: processor time on the machine that made this page.
set ylabel "nanoseconds of processor time a dish"
set logscale y
set yrange [0.3:]
set style fill solid 0.7
set boxwidth 0.6
set grid ytics
unset key
plot data using 0:2:xtic(1) with boxes linetype 1
