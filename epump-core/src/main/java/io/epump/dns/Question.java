package io.epump.dns;

import org.xbill.DNS.Name;

/**
 * One question to a name server, as an answer must repeat it.
 *
 * @param id of the message, random
 * @param name the full name
 * @param type A or AAAA, a number of {@link org.xbill.DNS.Type}
 */
record Question(int id, Name name, int type) {}
