package io.epump;

/**
 * What a connect under way needs beside its device, which so keeps one field for it, null once the connect has ended: a limit of
 * time, or the search for a name.
 *
 * <p>Threading: the device's pump.
 */
interface ConnectAid {
    /** The pump has adopted the device. */
    void start();

    /** The connect has ended, or the device: nothing happens any more. Also before the start. */
    void cancel();
}
