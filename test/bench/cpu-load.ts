// Keeps one core busy until it is ended: the load of the benchmark.
let sum = 0;
for (;;) sum = Math.sqrt(sum + 1);
