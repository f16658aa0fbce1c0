global using TravisOps.Tests;
