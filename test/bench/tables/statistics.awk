# Medians and bounds of a few values. The values of one figure stand in sorted[1..n].

function sort(n,   i, j, t) {
    for (i = 2; i <= n; i++) {
        t = sorted[i]
        for (j = i - 1; j > 0 && sorted[j] > t; j--) sorted[j + 1] = sorted[j]
        sorted[j + 1] = t
    }
}

# Of sorted[1..n], which sort(n) has put in order.
function median(n) {
    return n == 0 ? "" : n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}

# "median (least–most)", each in the given form.
function spread(n, form) {
    return n == 0 ? "" : sprintf(form " (" form "–" form ")", median(n), sorted[1], sorted[n])
}

function verdict(met) {
    return met ? "met" : "MISSED"
}
