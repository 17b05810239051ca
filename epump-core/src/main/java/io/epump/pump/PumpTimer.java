package io.epump.pump;

import io.epump.timer.TimerNode;

/** A deadline in a pump's tree together with what is to be done then. Pump only. */
abstract class PumpTimer extends TimerNode {
    /** The deadline has passed; the node is out of the tree and may be started again. */
    abstract void onExpired(long nowNs);
}
