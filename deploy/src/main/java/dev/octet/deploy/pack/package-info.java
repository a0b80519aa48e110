/** Packages for fleets: a release with units and scripts as a Debian package or a tar archive. */
package dev.octet.deploy.pack;
