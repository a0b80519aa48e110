/** What treats each channel of an int8 map by itself without a window: means and gates. */
package dev.octet.runtime.vector.channelwise;
