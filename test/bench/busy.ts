// One core kept busy, until it is ended: what "the machine is loaded" means in the bench.
let sum = 0;
for (;;) sum = Math.sqrt(sum + 1);
