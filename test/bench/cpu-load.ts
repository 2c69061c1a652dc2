// Keeps one core busy until it is ended: this is the load in the bench.
let sum = 0;
for (;;) sum = Math.sqrt(sum + 1);
