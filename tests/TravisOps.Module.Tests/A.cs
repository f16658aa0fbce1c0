namespace TravisOps.Module.Tests;
public class A { [Xunit.Fact] public void T() { Xunit.Assert.True(true); } }
