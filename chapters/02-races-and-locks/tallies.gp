# Two hundred evenings, by what the tally said: the bar at the far right is the right answer.
set xlabel "tally, in steps of 100,000"
set ylabel "evenings"
set xrange [-90000:2190000]
set yrange [0:*]
set xtics 0, 500000
set grid ytics
set style fill solid 0.7 noborder
set boxwidth 85000
unset key
plot data using 1:2 with boxes
