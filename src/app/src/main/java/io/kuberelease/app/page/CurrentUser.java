package io.kuberelease.app.page;

import java.util.List;

/** The person who looks at a page: who they are, and what they may do there. */
public interface CurrentUser {

    /** As the host knows them, and as the journal will. */
    String name();

    /** Whether they may do such a thing at all. */
    boolean may(OfferedAction.Kind kind);

    /** Whether an approval's rule names them or a group of theirs; a rule without names lets everybody with the right. */
    boolean isNamed(List<String> by);
}
