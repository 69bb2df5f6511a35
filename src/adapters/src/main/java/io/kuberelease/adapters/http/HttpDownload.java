package io.kuberelease.adapters.http;

import java.io.InputStream;

/**
 * An answer whose body is still to be read.
 *
 * @param answer without the body, unless the server refused
 * @param body empty when the server refused; to be closed
 */
public record HttpDownload(HttpReply answer, InputStream body) {}
