"""Client of the Zhimu cloud print service (智睦云打印), independent of Home Assistant."""
