/**
 * The tree of deadlines under {@code io.epump}, for it alone.
 */
@SuppressWarnings("module") // io.epump comes later
module io.epump.timer {
    exports io.epump.timer to
            io.epump;
}
