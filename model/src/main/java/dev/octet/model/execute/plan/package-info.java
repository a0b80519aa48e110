/** In which order kernels run, which run together over a cache's worth, and in which buffers. */
package dev.octet.model.execute.plan;
