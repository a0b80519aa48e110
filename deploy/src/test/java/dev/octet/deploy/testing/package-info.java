/** Servers and boards on loopback, and ARM JVMs under emulation, for tests of deployment. */
package dev.octet.deploy.testing;
