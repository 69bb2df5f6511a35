package io.kuberelease.app.preview;

import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.LivePreview;
import io.kuberelease.port.Previews.PreviewLoad;
import java.util.Optional;

/**
 * A preview with what is known of it now.
 *
 * @param last what was released to it last; absent when nothing was, or that can't be read
 * @param load what it asks for; absent when that can't be read
 * @param problem why something of it could not be read
 */
public record PreviewEntry(
        LivePreview preview, Optional<EnvironmentRecord> last, Optional<PreviewLoad> load, Optional<String> problem) {}
