package io.kuberelease.adapters.http;

import java.io.InputStream;

/**
 * An answer whose body is still to be read.
 *
 * @param answer without the body, unless the server refused
 * @param body empty when the server refused; the caller closes it
 */
public record HttpDownload(HttpReply answer, InputStream body) {}
