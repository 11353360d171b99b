/* Trains a fully connected network of any size, as the article does: the whole table at once, sigmoids, sums of
 * gradients over the rows, every delta from the old weights. General loops over flat arrays; what a network of the
 * article's size costs in C when its size is not known before it runs.
 *
 *   general EPOCHS ALPHA ROWS SIZE SIZE...
 *
 * reads from standard input the inputs row by row, the targets row by row, then each layer's weights row by row;
 * prints the milliseconds of the training alone, then the final weights in the same order. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
    size_t rows, layers; /* layers of units, the inputs too */
    size_t *sizes;
    double **values;  /* for each layer, (rows, size); the first are the inputs */
    double **deltas;  /* for each layer but the first, (rows, size) */
    double **weights; /* for each layer but the first, (size before, size) */
    double *targets;  /* (rows, size of the last layer) */
} Network;

static void *checked(void *memory) {
    if (!memory) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

static double *numbers(size_t count) { return checked(calloc(count ? count : 1, sizeof(double))); }

static void read_numbers(double *into, size_t count) {
    for (size_t k = 0; k < count; k++)
        if (scanf("%lf", &into[k]) != 1) {
            fputs("too few numbers\n", stderr);
            exit(1);
        }
}

static void forward(const Network *net, size_t layer) {
    const size_t fan_in = net->sizes[layer - 1], fan_out = net->sizes[layer];
    for (size_t row = 0; row < net->rows; row++) {
        const double *restrict in = net->values[layer - 1] + row * fan_in;
        const double *restrict weights = net->weights[layer];
        double *restrict out = net->values[layer] + row * fan_out;
        memset(out, 0, fan_out * sizeof *out);
        for (size_t i = 0; i < fan_in; i++)
            for (size_t j = 0; j < fan_out; j++) out[j] += in[i] * weights[i * fan_out + j];
        for (size_t j = 0; j < fan_out; j++) out[j] = 1.0 / (1.0 + exp(-out[j]));
    }
}

static void output_deltas(const Network *net) {
    const size_t last = net->layers - 1, count = net->rows * net->sizes[last];
    const double *restrict out = net->values[last];
    const double *restrict targets = net->targets;
    double *restrict delta = net->deltas[last];
    for (size_t k = 0; k < count; k++) delta[k] = (out[k] - targets[k]) * out[k] * (1.0 - out[k]);
}

static void hidden_deltas(const Network *net, size_t layer) {
    const size_t size = net->sizes[layer], fan_out = net->sizes[layer + 1];
    for (size_t row = 0; row < net->rows; row++) {
        const double *restrict next = net->deltas[layer + 1] + row * fan_out;
        const double *restrict value = net->values[layer] + row * size;
        const double *restrict weights = net->weights[layer + 1];
        double *restrict delta = net->deltas[layer] + row * size;
        for (size_t i = 0; i < size; i++) {
            double error = 0.0;
            for (size_t j = 0; j < fan_out; j++) error += next[j] * weights[i * fan_out + j];
            delta[i] = error * value[i] * (1.0 - value[i]);
        }
    }
}

static void update(const Network *net, size_t layer, double alpha) {
    const size_t fan_in = net->sizes[layer - 1], fan_out = net->sizes[layer];
    for (size_t row = 0; row < net->rows; row++) {
        const double *restrict in = net->values[layer - 1] + row * fan_in;
        const double *restrict delta = net->deltas[layer] + row * fan_out;
        double *restrict weights = net->weights[layer];
        for (size_t i = 0; i < fan_in; i++) {
            const double step = alpha * in[i];
            for (size_t j = 0; j < fan_out; j++) weights[i * fan_out + j] -= step * delta[j];
        }
    }
}

static void train(const Network *net, size_t epochs, double alpha) {
    for (size_t epoch = 0; epoch < epochs; epoch++) {
        for (size_t layer = 1; layer < net->layers; layer++) forward(net, layer);
        output_deltas(net);
        for (size_t layer = net->layers - 2; layer >= 1; layer--) hidden_deltas(net, layer);
        for (size_t layer = 1; layer < net->layers; layer++) update(net, layer, alpha);
    }
}

int main(int argc, char **argv) {
    if (argc < 6) {
        fputs("general EPOCHS ALPHA ROWS SIZE SIZE...\n", stderr);
        return 1;
    }
    const size_t epochs = strtoull(argv[1], NULL, 10), layers = (size_t)argc - 4;
    const double alpha = strtod(argv[2], NULL);
    Network net = {.rows = strtoull(argv[3], NULL, 10), .layers = layers};
    net.sizes = checked(calloc(layers, sizeof *net.sizes));
    net.values = checked(calloc(layers, sizeof *net.values));
    net.deltas = checked(calloc(layers, sizeof *net.deltas));
    net.weights = checked(calloc(layers, sizeof *net.weights));
    for (size_t layer = 0; layer < layers; layer++) {
        net.sizes[layer] = strtoull(argv[layer + 4], NULL, 10);
        net.values[layer] = numbers(net.rows * net.sizes[layer]);
        net.deltas[layer] = numbers(net.rows * net.sizes[layer]);
        net.weights[layer] = layer ? numbers(net.sizes[layer - 1] * net.sizes[layer]) : NULL;
    }
    net.targets = numbers(net.rows * net.sizes[layers - 1]);
    read_numbers(net.values[0], net.rows * net.sizes[0]);
    read_numbers(net.targets, net.rows * net.sizes[layers - 1]);
    for (size_t layer = 1; layer < layers; layer++) read_numbers(net.weights[layer], net.sizes[layer - 1] * net.sizes[layer]);

    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    train(&net, epochs, alpha);
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%.6f\n", (double)(end.tv_sec - begin.tv_sec) * 1e3 + (double)(end.tv_nsec - begin.tv_nsec) * 1e-6);
    for (size_t layer = 1; layer < layers; layer++)
        for (size_t k = 0; k < net.sizes[layer - 1] * net.sizes[layer]; k++) printf("%.17g\n", net.weights[layer][k]);
    return 0; /* the system takes the memory back */
}
