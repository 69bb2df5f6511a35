package io.kuberelease.adapters.secrets;

import io.kuberelease.plan.SecretSource;
import io.kuberelease.port.StageControl;

/** Reads values of one kind of source. */
public interface SecretReader {

    /** Whether it is for this source. */
    boolean reads(SecretSource source);

    /**
     * Reads for one look at all secrets of an environment: what was asked once within it need not be asked again.
     *
     * @return what gives the values
     */
    Look look(StageControl control);

    /** One look. Blocks. */
    interface Look {
        /**
         * The value.
         *
         * @throws Unreadable when it can't be read
         */
        byte[] read(SecretSource source) throws Unreadable;
    }
}
