# What those who sleep cost in memory, by how many they are.
set logscale xy
set xlabel "sleepers"
set ylabel "MB"
set xrange [100:1000000]
set grid
set key top left
plot data using 1:5 with linespoints linewidth 2 pointtype 9 title "threads", \
     data using 1:4 with linespoints linewidth 2 pointtype 7 title "asyncio tasks", \
     data using 1:3 with linespoints linewidth 2 pointtype 5 title "libuv timers", \
     data using 1:2 with linespoints linewidth 2 pointtype 11 title "bookmarks"
